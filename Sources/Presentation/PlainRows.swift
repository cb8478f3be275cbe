internal import Planes

/// Rows that are copied as they are.
final class PlainRows: RowFeed {
    func changes(
        in memory: HeldMemory, _ source: BufferLayout, since newest: CopyBuffer?
    ) throws(CopyFault) -> RowSet {
        guard let newest else {
            // No buffer is to be made for what cannot be read.
            return try memory.lend { _ in .all(height: Int(source.height)) }
        }
        let copier = RowCopier(from: source, to: newest.layout)
        return try memory.lend { new in newest.withBytes { old in copier.differences(from: old, in: new) } }
    }

    func fill(
        _ rows: RowSet, of target: CopyBuffer, from memory: HeldMemory, _ source: BufferLayout
    ) throws(CopyFault) -> Int {
        let copier = RowCopier(from: source, to: target.layout)
        return try unsafe target.write { old throws(CopyFault) in
            try memory.lend { new in unsafe copier.copy(rows, from: new, to: old) }
        }
    }
}
