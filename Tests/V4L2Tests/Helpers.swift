import Planes
import V4L2

extension PresentableFormats {
    /// A compositor that takes formats as dma-bufs, linear, all alike.
    static func dmabufs(_ formats: [Fourcc], sharedMemory: Set<Fourcc> = [.xrgb8888]) -> PresentableFormats {
        var tranche = DmabufFormats.Tranche()
        for format in formats { tranche.formats.insert(format, .linear) }
        var dmabuf = DmabufFormats()
        dmabuf.tranches = [tranche]
        return PresentableFormats(dmabuf: dmabuf, sharedMemory: sharedMemory)
    }

    static let everything = dmabufs(PixelFormat.all.map(\.shown))
}

extension V4L2Source {
    /// What a snapshot shows.
    func plane() throws(SourceError) -> Plane? {
        if case .shown(let plane) = try snapshot().primary { plane } else { nil }
    }

    /// Why a snapshot shows nothing.
    func refusal() throws(SourceError) -> String? {
        if case .kept(.refused(let reason)) = try snapshot().primary { reason } else { nil }
    }
}
