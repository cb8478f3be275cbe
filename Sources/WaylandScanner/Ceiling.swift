extension InterfaceModel {
    /// The interface as its version `bound.ceiling` has it: what is newer is left out.
    ///
    /// - Parameter file: the name that messages carry.
    /// - Throws: when this XML is older than the manifest needs, or when leaving messages out would move opcodes.
    func limited(to bound: Manifest.BoundInterface, file: String) throws(ScannerError) -> InterfaceModel {
        guard version >= bound.describedAt else {
            throw .tooOld(file: file, interface: name, version: version, needed: bound.describedAt)
        }
        var limited = self
        limited.version = bound.ceiling
        limited.requests = try kept(requests, bound, file)
        limited.events = try kept(events, bound, file)
        limited.enumerations = enumerations.filter { $0.since <= bound.ceiling }.map { enumeration in
            var enumeration = enumeration
            enumeration.entries.removeAll { $0.since > bound.ceiling }
            return enumeration
        }
        return limited
    }

    private func kept(
        _ messages: [MessageModel], _ bound: Manifest.BoundInterface, _ file: String
    ) throws(ScannerError) -> [MessageModel] {
        let kept = messages.prefix { $0.since <= bound.ceiling }
        if let stray = messages.dropFirst(kept.count).first(where: { $0.since <= bound.ceiling }) {
            throw .unordered(file: file, interface: name, message: stray.name)
        }
        if let unexpected = kept.first(where: { $0.since > bound.describedAt }) {
            throw .unexpectedMessage(
                file: file, interface: name, message: unexpected.name, since: unexpected.since)
        }
        return Array(kept)
    }
}
