/// Measured values, in order.
struct Sample {
    private let values: [Double]

    init(_ values: [Double]) {
        precondition(!values.isEmpty)
        self.values = values.sorted()
    }

    var median: Double { quantile(0.5) }

    /// The value below which a part of the others lies.
    ///
    /// - Parameter part: 0 to 1.
    func quantile(_ part: Double) -> Double {
        values[Int((Double(values.count - 1) * part).rounded())]
    }
}
