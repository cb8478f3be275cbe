import Testing

@testable import WaylandScanner

/// Proves that whatever the XML calls something can be written in Swift.
@Suite struct NamesTests {
    @Test(arguments: [("already_used", "AlreadyUsed"), ("type", "Type_"), ("protocol", "Protocol_")])
    func typesAreNamed(name: String, type: String) {
        #expect(Names.type(name) == type)
    }

    @Test(arguments: [("already_used", "alreadyUsed"), ("default", "`default`"), ("90", "_90")])
    func membersAreNamed(name: String, member: String) {
        #expect(Names.member(name) == member)
    }
}
