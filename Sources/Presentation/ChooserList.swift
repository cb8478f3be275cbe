/// The things that a chooser offers, and which of them is pointed out: what hands do to it, without a window.
struct ChooserList {
    /// What there is to choose, in order.
    private(set) var items: [ChooserItem] = []
    /// The one that Enter takes, which can always be taken; nil while there is none.
    private(set) var highlighted: Int?

    /// So many have a digit, and no more are shown.
    static let limit = 9

    /// Takes other items in. What was pointed out stays so, by its name.
    mutating func set(_ new: [ChooserItem]) {
        let name = highlighted.map { items[$0].name }
        items = Array(new.prefix(Self.limit))
        let kept = items.firstIndex { $0.name == name && $0.isChoosable }
        highlighted = kept ?? items.firstIndex { $0.isChoosable }
    }

    /// Points out what is under the pointer, if it can be taken.
    ///
    /// - Returns: whether another was pointed out before.
    mutating func point(at index: Int?) -> Bool {
        guard let index, isChoosable(index), index != highlighted else { return false }
        highlighted = index
        return true
    }

    /// Points out the next, or the one before, of those that can be taken. Behind the last comes the first.
    ///
    /// - Parameter step: 1 or -1.
    mutating func move(_ step: Int) {
        guard let highlighted else { return }
        var index = highlighted
        repeat { index = (index + step + items.count) % items.count } while !items[index].isChoosable
        self.highlighted = index
    }

    /// Whether an item can be taken; not where there is none.
    func isChoosable(_ index: Int) -> Bool {
        items.indices.contains(index) && items[index].isChoosable
    }
}

/// Something that a chooser offers.
package struct ChooserItem: Equatable, Sendable {
    package var name: String
    /// What there is to say of it.
    package var detail: String
    /// Else it is there to be seen.
    package var isChoosable: Bool

    package init(name: String, detail: String, isChoosable: Bool) {
        self.name = name
        self.detail = detail
        self.isChoosable = isChoosable
    }
}
