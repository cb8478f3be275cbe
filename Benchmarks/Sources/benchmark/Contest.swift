import Glibc
import Samples

/// Our way against the plain way to the same end, by turns, so that whatever else the machine does befalls both.
struct Contest {
    /// What is done, in a few words.
    let name: String
    /// The bytes that a turn of either side goes over.
    let byteCount: Int
    /// How fast ours must be, as a multiple of the plain way's speed; nil where the ratio is for information.
    let aim: Double?
    /// Makes the changes that ours is to find, outside of the measured time.
    var prepare: () -> Void = {}
    let ours: () -> Void
    let plain: () -> Void

    private static let warmUpRounds = 20
    private static let rounds = 301

    /// Lets both take their turns.
    func run() -> Result {
        var ours: [Double] = []
        var plain: [Double] = []
        for round in -Self.warmUpRounds..<Self.rounds {
            // Who goes first alternates: the second finds the caches as the first left them.
            let isPlainFirst = round % 2 == 0
            if isPlainFirst { plain.append(time(self.plain)) }
            prepare()
            ours.append(time(self.ours))
            if !isPlainFirst { plain.append(time(self.plain)) }
        }
        ours.removeFirst(Self.warmUpRounds)
        plain.removeFirst(Self.warmUpRounds)
        return Result(
            contest: self, ours: Sample(ours), plain: Sample(plain),
            ratio: Sample(zip(ours, plain).map { $1 / $0 }))
    }

    private func time(_ turn: () -> Void) -> Double {
        let start = Self.processorTime
        turn()
        return Self.processorTime - start
    }

    /// The seconds that this thread has had a processor: the time of others on a busy machine is none of ours.
    private static var processorTime: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

extension Contest {
    /// How a contest ended.
    struct Result {
        let contest: Contest
        /// Seconds of a turn.
        let ours: Sample
        let plain: Sample
        /// The plain way's time by ours, round by round: above 1, ours is faster.
        let ratio: Sample

        var isMissed: Bool { contest.aim.map { ratio.median < $0 } ?? false }
    }
}
