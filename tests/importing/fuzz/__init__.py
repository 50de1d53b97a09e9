"""Files and rows as no test writes them: mutated by hypothesis, hundreds in CI, thousands by
`make fuzz`."""
