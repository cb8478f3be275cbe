/// A value that is changed where it is looked at: expectations take no calls that change one.
@dynamicMemberLookup final class Box<Value> {
    private var value: Value

    init(_ value: Value) { self.value = value }

    func callAsFunction<Result>(_ body: (inout Value) -> Result) -> Result { body(&value) }

    subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member { value[keyPath: path] }
}
