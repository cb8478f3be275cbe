/// Measured values, in order.
package struct Sample {
    private let values: [Double]

    package init(_ values: [Double]) {
        precondition(!values.isEmpty)
        self.values = values.sorted()
    }

    package var median: Double { quantile(0.5) }

    /// The value below which a part of the others lies.
    ///
    /// - Parameter part: 0 to 1.
    package func quantile(_ part: Double) -> Double {
        values[Int((Double(values.count - 1) * part).rounded())]
    }
}
