internal import Descriptors

/// What came of reading one plane's picture.
package enum PlaneReading {
    case off(PlaneKind)
    case image(Plane, PlaneImage)
    case fault(PlaneKind, PlaneFault)

    /// Reads a plane in memory that is held.
    package init(_ plane: Plane, in memory: HeldMemory) {
        let layout = plane.layout
        do {
            guard layout.isReadByRows else { throw PlaneFault.arranged(layout.modifier) }
            // Memory that is no file holds the picture: the source has seen to that.
            if let size = memory.withFile({ (try? $0.descriptor.size()) ?? 0 }) {
                try layout.check(memory: size)
            }
            guard let image = try memory.read({ PlaneImage(layout, isFlipped: plane.isFlipped, in: $0) })
            else {
                throw Rejection.format(layout.format)
            }
            self = .image(plane, image)
        } catch let fault as HeldMemory.Fault {
            self = .fault(plane.kind, PlaneFault(fault))
        } catch let rejection as Rejection {
            self = .fault(plane.kind, .rejected(rejection))
        } catch let fault as PlaneFault {
            self = .fault(plane.kind, fault)
        } catch {
            self = .fault(plane.kind, .refused("\(error)"))
        }
    }

    /// Whether another try may succeed.
    var isPassing: Bool {
        if case .fault(_, let fault) = self { fault.isPassing } else { false }
    }
}
