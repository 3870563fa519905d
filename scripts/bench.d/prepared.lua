-- wrk script: sends requests that were written, and signed, beforehand. LOAD_FILE holds them one after the other,
-- each behind a line with its length in bytes. Running out of them is an error: a request sent twice is another thing.
local file = nil
spent = false

function init(args)
   file = assert(io.open(os.getenv("LOAD_FILE"), "rb"))
end

function request()
   local length = file:read("*l")
   if not length then
      spent = true
      wrk.thread:stop()
      return "GET / HTTP/1.1\r\nHost: spent\r\n\r\n"
   end
   return file:read(tonumber(length))
end

local pause_ms = tonumber(os.getenv("LOAD_PAUSE_MS") or "0")
if pause_ms > 0 then
   function delay()
      return pause_ms
   end
end

local threads = {}

function setup(thread)
   table.insert(threads, thread)
end

function done(summary, latency, requests)
   local ran_out = false
   for _, thread in ipairs(threads) do
      ran_out = ran_out or thread:get("spent") == true
   end
   local errors = summary.errors
   io.write(string.format(
      'LOAD {"seconds":%.6f,"requests":%d,"refused":%d,"broken":%d,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,"spent":%s}\n',
      summary.duration / 1e6, summary.requests, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout,
      latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000, tostring(ran_out)))
end
