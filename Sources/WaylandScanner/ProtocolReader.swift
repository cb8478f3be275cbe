import Foundation
import FoundationXML

/// Reads a protocol's XML into a model. Unknown elements and attributes are passed over, as protocols gain new ones.
final class ProtocolReader: NSObject, XMLParserDelegate {
    private var model: ProtocolModel
    private var failure: ScannerError?
    /// The elements around the one that is being read, outermost first.
    private var path: [String] = []

    private init(file: String) { model = ProtocolModel(file: file) }

    /// Reads XML text.
    ///
    /// - Parameter file: the name that messages carry.
    static func read(_ xml: Data, file: String) throws(ScannerError) -> ProtocolModel {
        let reader = ProtocolReader(file: file)
        let parser = XMLParser(data: xml)
        parser.delegate = reader
        let understood = parser.parse()
        if let failure = reader.failure { throw failure }
        // A tag that does not match is an error that `parse` does not answer with false.
        guard understood, parser.parserError == nil, reader.path.isEmpty else {
            throw .malformed(file: file, line: parser.lineNumber, reason: "this is not well-formed XML")
        }
        return reader.model
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        do throws(Malformed) {
            try open(Element(name: name, attributes: attributes))
        } catch {
            failure = .malformed(file: model.file, line: parser.lineNumber, reason: error.reason)
            parser.abortParsing()
        }
        path.append(name)
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        path.removeLast()
    }

    private func open(_ element: Element) throws(Malformed) {
        let last = model.interfaces.count - 1
        switch (path.last, element.name) {
        case ("protocol", "interface"):
            model.interfaces.append(
                InterfaceModel(name: try element.text("name"), version: try element.number("version")))
        case ("interface", "request"): model.interfaces[last].requests.append(try element.message())
        case ("interface", "event"): model.interfaces[last].events.append(try element.message())
        case ("interface", "enum"): model.interfaces[last].enumerations.append(try element.enumeration())
        case ("request", "arg"):
            let argument = try element.argument()
            model.interfaces[last].requests.modifyLast { $0.arguments.append(argument) }
        case ("event", "arg"):
            let argument = try element.argument()
            model.interfaces[last].events.modifyLast { $0.arguments.append(argument) }
        case ("enum", "entry"):
            let entry = try element.entry()
            model.interfaces[last].enumerations.modifyLast { $0.entries.append(entry) }
        case (let parent?, "description"):
            addSummary(element.attributes["summary"] ?? "", of: parent, to: last)
        default: break
        }
    }

    private func addSummary(_ summary: String, of parent: String, to interface: Int) {
        guard interface >= 0 else { return }
        let words = summary.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        switch parent {
        case "interface": model.interfaces[interface].summary = words
        case "request": model.interfaces[interface].requests.modifyLast { $0.summary = words }
        case "event": model.interfaces[interface].events.modifyLast { $0.summary = words }
        case "enum": model.interfaces[interface].enumerations.modifyLast { $0.summary = words }
        default: break
        }
    }
}

extension Array {
    /// Changes the last element, if there is one.
    fileprivate mutating func modifyLast(_ change: (inout Element) -> Void) {
        guard let last = indices.last else { return }
        change(&self[last])
    }
}
