import Descriptors
import TestCompositor
import Testing
import Wayland

/// Proves on the protocol that matters most here that descriptors cross in both directions without being lost or leaked,
/// and that objects which the compositor makes arrive as what they are.
@Suite struct DmabufConversationTests {
    private let xrgb: UInt32 = 0x3432_5258

    /// Params with one linear plane of 16 × 16 pixels.
    private func params(_ dmabuf: ZwpLinuxDmabufV1, file: String) -> ZwpLinuxBufferParamsV1 {
        let params = dmabuf.createParams()
        params.add(
            fd: memoryFile(file, size: 4096), planeIdx: 0, offset: 0, stride: 64, modifierHi: 0, modifierLo: 0
        )
        return params
    }

    @Test func fiftyConversationsLeaveNoDescriptor() throws {
        let talk = try Conversation()
        talk.compositor.feedback.tableName = "fifty-tables"
        let dmabuf: ZwpLinuxDmabufV1 = try talk.registry.bind(version: 4...5)
        var tables = 0
        for _ in 0..<50 {
            let feedback = dmabuf.getDefaultFeedback()
            feedback.onEvent = { event in
                switch consume event {
                case .formatTable(let fd, let size):
                    tables += 1
                    #expect((try? fd.size()) == UInt64(size))
                default: break
                }
            }
            let params = params(dmabuf, file: "fifty-planes")
            params.create(width: 16, height: 16, format: xrgb, flags: [])
            try talk.settle()
        }
        try talk.settle()
        #expect(tables == 50)
        #expect(talk.compositor.descriptorsReceived == 50)
        #expect(talk.compositor.buffersCreated == 50)
        #expect(talk.compositor.all(Buffer.self).isEmpty)
        #expect(talk.compositor.all(BufferParams.self).isEmpty)
        #expect(try descriptors(of: "fifty-tables") == 0)
        #expect(try descriptors(of: "fifty-planes") == 0)
    }

    @Test func aDescriptorThatNobodyHandlesIsClosed() throws {
        let talk = try Conversation()
        talk.compositor.feedback.tableName = "unhandled"
        let dmabuf: ZwpLinuxDmabufV1 = try talk.registry.bind(version: 4...5)
        let silent = dmabuf.getDefaultFeedback()
        let careless = dmabuf.getDefaultFeedback()
        careless.onEvent = { _ in }
        try talk.settle()
        #expect(silent.isAlive && careless.isAlive)
        #expect(try descriptors(of: "unhandled") == 0)
    }

    @Test func aDescriptorForADroppedObjectIsClosed() throws {
        let talk = try Conversation()
        talk.compositor.feedback.tableName = "dropped"
        let dmabuf: ZwpLinuxDmabufV1 = try talk.registry.bind(version: 4...5)
        var feedback: ZwpLinuxDmabufFeedbackV1? = dmabuf.getDefaultFeedback()
        _ = try talk.connection.flush()
        talk.compositor.step()
        #expect(feedback?.isAlive == true)
        feedback = nil
        try talk.settle()
        #expect(try descriptors(of: "dropped") == 0)
    }

    @Test func aHeldDescriptorStaysOpen() throws {
        let talk = try Conversation()
        talk.compositor.feedback.tableName = "held"
        let dmabuf: ZwpLinuxDmabufV1 = try talk.registry.bind(version: 4...5)
        let feedback = dmabuf.getDefaultFeedback()
        let holder = Holder()
        feedback.onEvent = { event in
            if case .formatTable(let fd, _) = consume event { holder.descriptor = consume fd }
        }
        try talk.settle()
        #expect(try descriptors(of: "held") == 1)
        holder.descriptor = nil
        #expect(try descriptors(of: "held") == 0)
    }

    @Test func theCreatedBufferIsAWorkingBuffer() throws {
        let talk = try Conversation()
        let dmabuf: ZwpLinuxDmabufV1 = try talk.registry.bind(version: 3...5)
        let compositor: WlCompositor = try talk.registry.bind(version: 4...5)
        let surface = compositor.createSurface()
        var buffer: WlBuffer?
        var releases = 0
        let params = params(dmabuf, file: "working")
        params.onEvent = { event in
            guard case .created(let created) = event else { return }
            buffer = created
            created.onEvent = { _ in releases += 1 }
        }
        params.create(width: 16, height: 16, format: xrgb, flags: [])
        try talk.settle()
        #expect(buffer?.version == 1)
        surface.attach(buffer: buffer, x: 0, y: 0)
        surface.commit()
        surface.attach(buffer: nil, x: 0, y: 0)
        surface.commit()
        try talk.settle()
        talk.compositor.finishFrame()
        try talk.settle()
        #expect(releases == 1)
        buffer = nil
        params.onEvent = nil
        try talk.settle()
        #expect(talk.compositor.all(Buffer.self).isEmpty)
    }

    @Test func aCreatedBufferThatNobodyTakesIsDestroyed() throws {
        let talk = try Conversation()
        let dmabuf: ZwpLinuxDmabufV1 = try talk.registry.bind(version: 3...5)
        let params = params(dmabuf, file: "untaken")
        params.create(width: 16, height: 16, format: xrgb, flags: [])
        try talk.settle()
        #expect(params.isAlive)
        #expect(talk.compositor.buffersCreated == 1)
        #expect(talk.compositor.all(Buffer.self).isEmpty)
    }

    @Test func importsCanBeRefusedAndHeld() throws {
        let talk = try Conversation()
        let dmabuf: ZwpLinuxDmabufV1 = try talk.registry.bind(version: 3...5)
        var answers: [String] = []
        func ask() -> ZwpLinuxBufferParamsV1 {
            let params = params(dmabuf, file: "policy")
            params.onEvent = { event in
                if case .created = event { answers.append("created") } else { answers.append("failed") }
            }
            params.create(width: 16, height: 16, format: xrgb, flags: [])
            return params
        }
        talk.compositor.imports = .refuse
        let refused = ask()
        try talk.settle()
        #expect(answers == ["failed"])
        talk.compositor.imports = .hold
        let held = ask()
        try talk.settle()
        #expect(answers == ["failed"])
        talk.compositor.answerImports(accepting: true)
        try talk.settle()
        #expect(answers == ["failed", "created"])
        #expect(refused.isAlive && held.isAlive)
    }
}

/// Something that can hold a descriptor, which a captured variable cannot.
private final class Holder {
    var descriptor: OwnedDescriptor?
}
