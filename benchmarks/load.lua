-- What every thread of wrk does: asks the addresses of load.py in turn, RATE times a second
-- however long the answers take; every third time with the ETag that it was told last.

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long sec; long nsec; } moment;
  int clock_gettime(int which, moment *now);
]]

local addresses, hash_of, told = {}, {}, {}
local number, pause, slot = 0, 0, nil
local now = ffi.new("moment")

local function milliseconds()
  ffi.C.clock_gettime(1, now)
  return tonumber(now.sec) * 1000 + tonumber(now.nsec) / 1e6
end

function init(args)
  pause = 1000 / tonumber(args[1])
  for line in io.lines(args[2]) do
    local hash, address = line:match("^(%S+) (%S+)$")
    addresses[#addresses + 1], hash_of[address] = address, hash
  end
  number = math.random(#addresses)
end

-- The next place in the timetable; one that is past is taken at once.
function delay()
  local at = milliseconds()
  slot = slot and slot + pause or at
  return math.max(0, math.floor(slot - at))
end

function request()
  number = number % #addresses + 1
  local address, headers = addresses[number], { ["Accept-Encoding"] = "br" }
  if math.random(3) == 1 then headers["If-None-Match"] = told[hash_of[address]] end
  return wrk.format("GET", address, headers)
end

function response(status, headers)
  local etag = headers["ETag"]
  if etag then told[etag:match("(%x+)\"$")] = etag end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.3f, "status": %d, "connect": %d, "read": %d, "write": %d,' ..
    ' "timeout": %d, "p50": %.1f, "p90": %.1f, "p99": %.1f, "most": %.1f}\n',
    summary.requests, summary.duration / 1e6, errors.status, errors.connect, errors.read,
    errors.write, errors.timeout, latency:percentile(50) / 1e3, latency:percentile(90) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3))
end
