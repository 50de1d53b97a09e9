"""What a browser can measure of a page, as scripts that answer with what is wrong."""

OPEN_EVERYTHING = "() => document.querySelectorAll('details').forEach((each) => (each.open = true))"

DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

VIOLATIONS = """
async (every) => {
    const looks = new Map();
    const look = (one) => {
        if (!one) return '';
        if (!looks.has(one)) {
            const style = getComputedStyle(one);
            looks.set(one, [look(one.parentElement), one.tagName, one.getAttribute('class'),
                style.color, style.backgroundColor, style.backgroundImage, style.fontSize,
                style.fontWeight, style.opacity, style.display, style.position].join());
        }
        return looks.get(one);
    };
    const speaks = (one) => one.checkVisibility() && (one.matches('input, select, textarea')
        || [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    const first = new Map();
    for (const one of [...document.body.querySelectorAll('*')].filter(speaks)) {
        const kind = every ? one : look(one);
        if (!first.has(kind)) first.set(kind, one);
    }
    first.forEach((one) => one.setAttribute('data-contrast', ''));
    axe.configure({ rules: [{ id: 'color-contrast', selector: '[data-contrast]' }] });
    const found = await axe.run({ preload: false, resultTypes: ['violations'] });
    first.forEach((one) => one.removeAttribute('data-contrast'));
    return found.violations;
}
"""
"""What axe finds. Contrast, which takes it longest, is measured once for all words that have the
same look within the same boxes, unless every word is asked for."""

SPACE_OUT = """
() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
"""
"""Text spaced as wide as a reader may set it without losing anything (WCAG 1.4.12)."""

SCROLLING = """
() => [...document.querySelectorAll('body *')]
    .filter((box) => /auto|scroll/.test(getComputedStyle(box).overflowX)
        && box.clientWidth > 0 && box.scrollWidth > box.clientWidth + 1
        && !['INPUT', 'TEXTAREA', 'SELECT'].includes(box.tagName))
    .map((box) => ({
        box: `${box.tagName}.${box.className}`,
        focusable: box.tabIndex === 0,
        named: Boolean(box.getAttribute('aria-label') || box.getAttribute('aria-labelledby')),
        data: Boolean(box.querySelector('table')) || box.tagName === 'PRE',
    }))
"""
"""Every box that scrolls sideways: WCAG 1.4.10 lets tables do so, 2.1.1 asks for the keyboard."""

CUT_OFF = """
() => [...document.querySelectorAll('body *')]
    .filter((box) => {
        const style = getComputedStyle(box);
        const hides = [style.overflowX, style.overflowY].some((way) => /hidden|clip/.test(way));
        return hides && style.clipPath === 'none' && box.clientWidth > 2 && box.checkVisibility()
            && (box.scrollWidth > box.clientWidth + 2 || box.scrollHeight > box.clientHeight + 2);
    })
    .map((box) => `${box.tagName}.${box.className}: ${box.textContent.trim().slice(0, 40)}`)
"""
"""Boxes that hide part of their words."""

SMALL_TARGETS = """
() => {
    const LEAST = 24;
    const isTarget = 'a[href], button, select, summary, textarea, input:not([type=hidden])';
    const seen = (one) => one.checkVisibility({ visibilityProperty: true })
        && !one.closest('.visually-hidden, .desk-hidden, .skip, .skip-map, .skip-to-content-link');
    const boxOf = (one) => {
        const boxes = [one, ...(one.labels ?? [])].map((each) => each.getBoundingClientRect());
        const [left, top] = ['left', 'top'].map((side) => Math.min(...boxes.map((b) => b[side])));
        const [right, bottom] = ['right', 'bottom']
            .map((side) => Math.max(...boxes.map((b) => b[side])));
        return { left, top, right, bottom, x: (left + right) / 2, y: (top + bottom) / 2,
            width: right - left, height: bottom - top };
    };
    const isInASentence = (one) => {
        if (getComputedStyle(one).display !== 'inline') return false;
        let block = one.parentElement;
        while (getComputedStyle(block).display === 'inline') block = block.parentElement;
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        for (let text = walker.nextNode(); text; text = walker.nextNode()) {
            if (/[a-z0-9]/i.test(text.data) && !text.parentElement.closest(isTarget)) return true;
        }
        return false;
    };
    const twice = new Set([...document.querySelectorAll('.names a')].map((one) => one.href));
    const isSaidElsewhere = (one) => one.closest('.tilemap') && twice.has(one.href);
    const all = [...document.querySelectorAll(isTarget)].filter(seen)
        .map((one) => ({ one, ...boxOf(one) })).filter((each) => each.width && each.height);
    const small = all.filter((each) => Math.min(each.width, each.height) < LEAST - 0.01);
    const near = (a, b) => {
        const dx = Math.max(b.left - a.x, 0, a.x - b.right);
        const dy = Math.max(b.top - a.y, 0, a.y - b.bottom);
        return Math.hypot(dx, dy) < LEAST / 2;
    };
    const crowded = (a) => all.some((b) => b.one !== a.one && !b.one.contains(a.one)
        && (near(a, b) || (small.includes(b) && Math.hypot(a.x - b.x, a.y - b.y) < LEAST)));
    return small.filter((each) => !isInASentence(each.one)
        && !isSaidElsewhere(each.one) && crowded(each)).map((each) => `${each.one.outerHTML
        .slice(0, 90)}: ${each.width.toFixed(1)} by ${each.height.toFixed(1)}`);
}
"""
"""What is smaller than 24 pixels and has not that room to itself (WCAG 2.5.8).

Its exceptions are: links within a sentence, and a tile of the map whose authority the table
below the map offers as well.
"""

SKIPPED_HEADINGS = """
() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter((one) => one.checkVisibility())
    .map((one) => [Number(one.tagName[1]), one.textContent.trim()])
    .filter(([level], at, all) => level > (at ? all[at - 1][0] : 0) + 1)
    .map(([level, words]) => `h${level} ${words}`)
"""
"""Headings that stand more than one level below the one before."""
