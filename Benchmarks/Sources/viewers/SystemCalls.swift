/// What a program asked of the kernel, as strace wrote it down.
struct SystemCalls {
    struct Call {
        /// Seconds since 1970.
        let time: Double
        let name: Substring
        /// nil where it failed or has not returned.
        let result: Int?
    }

    private(set) var calls: [Call] = []

    /// The options by which strace writes what is read here. The program keeps its process; the tracer is another.
    static let tool = ["strace", "-D", "-f", "-ttt", "-s", "0", "-o", "trace"]

    /// - Parameter trace: what strace wrote.
    init(_ trace: String) {
        // One that was interrupted by another thread's is in two lines: the first counts, the second has the result.
        for line in trace.split(separator: "\n") {
            guard let match = line.firstMatch(of: /^\d+ +(\d+\.\d+) (?:<\.\.\. )?(\w+)(?:\(| resumed>)/),
                let time = Double(match.output.1)
            else { continue }
            let result = line.firstMatch(of: /= (\d+)[^=]*$/).flatMap { Int($0.output.1) }
            if line.contains(" resumed>") {
                guard let index = calls.lastIndex(where: { $0.name == match.output.2 && $0.result == nil })
                else { continue }
                calls[index] = Call(time: calls[index].time, name: calls[index].name, result: result)
            } else {
                calls.append(Call(time: time, name: match.output.2, result: result))
            }
        }
    }

    /// How often each was called in a time.
    func counts(in times: Range<Double>) -> [String: Int] {
        calls.lazy.filter { times.contains($0.time) }.reduce(into: [:]) {
            $0[String($1.name), default: 0] += 1
        }
    }

    /// Bytes that were sent in a time.
    func bytesSent(in times: Range<Double>) -> Int {
        calls.lazy.filter { times.contains($0.time) && $0.name == "sendmsg" }.reduce(0) {
            $0 + ($1.result ?? 0)
        }
    }
}
