/// How names of the XML become names of Swift.
enum Names {
    /// `already_used` → `AlreadyUsed`; `type` → `Type_`, because behind a dot that is another thing.
    static func type(_ name: String) -> String {
        let camel = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return camel == "Type" || camel == "Protocol" ? camel + "_" : camel
    }

    /// `already_used` → `alreadyUsed`; `class` → `` `class` ``; `90` → `_90`.
    static func member(_ name: String) -> String {
        let words = name.split(separator: "_")
        guard let first = words.first else { return "_" }
        let camel =
            String(first) + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        if reserved.contains(camel) { return "`\(camel)`" }
        return camel.first?.isNumber == true ? "_" + camel : camel
    }

    /// The words that cannot be the name of a value or a function as they are.
    private static let reserved: Set<String> = [
        "Any", "Self", "as", "associatedtype", "break", "case", "catch", "class", "continue", "default",
        "defer",
        "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func",
        "guard",
        "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup",
        "private", "protocol", "public", "repeat", "rethrows", "return", "self", "static", "struct",
        "subscript",
        "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ]
}
