internal import CLinux
internal import Descriptors
internal import Glibc
import Wayland

/// `zwp_linux_dmabuf_v1`.
final class DmabufGlobal: ServerObject {
    override func bound() {
        guard version < 4 else { return }
        for format in Set(compositor.feedback.table.map(\.format)).sorted() { send("format", .uint(format)) }
        guard version == 3 else { return }
        for pair in compositor.feedback.table {
            send(
                "modifier", .uint(pair.format), .uint(UInt32(pair.modifier >> 32)),
                .uint(UInt32(truncatingIfNeeded: pair.modifier)))
        }
    }

    override func handle(_ request: Request) {
        switch request.name {
        case "create_params":
            make(ZwpLinuxBufferParamsV1.interface, id: request.newID(0), as: BufferParams.self)
        case "get_default_feedback", "get_surface_feedback":
            let feedback: DmabufFeedback = make(ZwpLinuxDmabufFeedbackV1.interface, id: request.newID(0))
            feedback.tell(compositor.feedback)
        default: break
        }
    }
}

/// A `zwp_linux_dmabuf_feedback_v1`.
package final class DmabufFeedback: ServerObject {
    /// Sends a whole feedback, as a compositor does again when the best formats change.
    package func tell(_ script: DmabufFeedbackScript) {
        let size = UInt32(script.table.count * 16)
        send("format_table", .descriptor(Self.table(script)), .uint(script.tellsSize ?? size))
        send("main_device", .array(of: [script.mainDevice]))
        for tranche in script.allTranches {
            send("tranche_target_device", .array(of: [tranche.device]))
            send("tranche_formats", .array(of: tranche.indices))
            send("tranche_flags", .uint(tranche.flags))
            send("tranche_done")
        }
        send("done")
    }

    /// A memory file with 16 bytes a pair: format, four bytes of nothing, modifier.
    private static func table(_ script: DmabufFeedbackScript) -> SharedDescriptor {
        let rows = script.table.flatMap { [UInt64($0.format), $0.modifier] }
        let file = unsafe planeview_memfd_create(script.tableName, PLANEVIEW_MFD_CLOEXEC)
        let written = unsafe rows.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
        precondition(file >= 0 && written == rows.count * 8, "no memory file")
        return SharedDescriptor(OwnedDescriptor(adopting: file))
    }
}
