internal import CWayland

/// Lends the arguments in C's form for one call. They stand on the stack: a request allocates nothing of ours.
func withRawArguments<Result>(
    _ arguments: Span<Argument>, _ body: (UnsafeMutablePointer<wl_argument>?) -> Result
) -> Result {
    unsafe withUnsafeTemporaryAllocation(of: wl_argument.self, capacity: arguments.count) { raw in
        unsafe fill(raw.baseAddress, from: 0, arguments, body)
    }
}

/// Fills in the arguments from `start` on. Strings and arrays are lent by closures, so each of them goes a call deeper.
private func fill<Result>(
    _ raw: UnsafeMutablePointer<wl_argument>?, from start: Int, _ arguments: Span<Argument>,
    _ body: (UnsafeMutablePointer<wl_argument>?) -> Result
) -> Result {
    guard let raw = unsafe raw else { return body(nil) }
    for index in start..<arguments.count {
        switch arguments[index] {
        case .int(let value): unsafe (raw + index).initialize(to: wl_argument(i: value))
        case .uint(let value): unsafe (raw + index).initialize(to: wl_argument(u: value))
        case .fixed(let value): unsafe (raw + index).initialize(to: wl_argument(f: value.rawValue))
        case .descriptor(let value): unsafe (raw + index).initialize(to: wl_argument(h: value))
        case .object(let proxy): unsafe (raw + index).initialize(to: wl_argument(o: proxy?.liveObject))
        case .newObject, .string(nil): unsafe (raw + index).initialize(to: wl_argument(o: nil))
        case .string(let text?):
            return unsafe text.withCString { text in
                unsafe (raw + index).initialize(to: wl_argument(s: text))
                return unsafe fill(raw, from: index + 1, arguments, body)
            }
        case .array(let bytes):
            return unsafe bytes.withUnsafeBufferPointer { bytes in
                // libwayland only reads the array of a request.
                let data = unsafe UnsafeMutableRawPointer(mutating: UnsafeRawPointer(bytes.baseAddress))
                var array = unsafe wl_array(size: bytes.count, alloc: 0, data: data)
                return unsafe withUnsafeMutablePointer(to: &array) { array in
                    unsafe (raw + index).initialize(to: wl_argument(a: array))
                    return unsafe fill(raw, from: index + 1, arguments, body)
                }
            }
        }
    }
    return unsafe body(raw)
}
