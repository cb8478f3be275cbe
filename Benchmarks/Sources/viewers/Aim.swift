/// What planeview is to cost at most.
struct Aim {
    let name: String
    let limit: Double
    let value: Double

    var isMet: Bool { value <= limit }

    /// - Parameters:
    ///   - measurements: of all contenders at both sizes.
    ///   - still: planeview's wake-ups a second with a picture that stands still.
    ///   - hidden: the same behind another window.
    static func all(_ measurements: [Measurement], still: Double, hidden: Double) -> [Aim] {
        func row(_ contender: Contender, _ size: ScreenSize) -> Measurement? {
            measurements.first { $0.contender.name == contender.name && $0.size == size }
        }
        guard let small = row(.planeview, .xga), let large = row(.planeview, .fullHD) else { return [] }
        var aims: [Aim] = []
        for own in [small, large] {
            if let floor = row(.floor, own.size) {
                aims.append(
                    Aim("instructions ÷ C floor, \(own.size)", 1.25, own.instructions / floor.instructions))
            }
            if let floor = row(.floorWithCursor, own.size), let own = row(.planeviewWithCursor, own.size) {
                aims.append(
                    Aim(
                        "instructions ÷ C floor, moving cursor, \(own.size)", 1.25,
                        own.instructions / floor.instructions))
            }
            for peer in [Contender.gtk, .presentation] {
                guard let peer = row(peer, own.size) else { continue }
                aims.append(
                    Aim(
                        "instructions ÷ \(peer.contender.name), \(own.size)", 0.5,
                        own.instructions / peer.instructions))
            }
        }
        aims.append(
            Aim("instructions, \(large.size) ÷ \(small.size)", 1.1, large.instructions / small.instructions))
        for own in [small, large] {
            aims += [
                Aim("first picture, ms, \(own.size)", 20, own.firstPicture * 1e3),
                Aim("resident memory, MB, \(own.size)", 16, Double(own.resident) / 1e6),
                Aim("threads, \(own.size)", 1, Double(own.threads)),
            ]
        }
        return aims + [Aim("wake-ups/s, standing still", 8, still), Aim("wake-ups/s, hidden", 1, hidden)]
    }

    private init(_ name: String, _ limit: Double, _ value: Double) {
        self.name = name
        self.limit = limit
        self.value = value
    }
}
