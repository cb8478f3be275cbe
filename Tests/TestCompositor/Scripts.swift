/// What becomes of a dma-buf import.
package enum ImportPolicy: Equatable {
    case accept
    /// `failed`; for `create_immed` the protocol error.
    case refuse
    /// No answer until `TestCompositor.answerImports(accepting:)`.
    case hold
    /// Takes those of memory files with these names, and refuses all others.
    case accepting(Set<String>)
}

/// A format with a modifier.
package struct FormatModifier: Hashable {
    /// A `DRM_FORMAT_*` code.
    package var format: UInt32
    /// A `DRM_FORMAT_MOD_*` value.
    package var modifier: UInt64

    package init(format: UInt32, modifier: UInt64) {
        self.format = format
        self.modifier = modifier
    }
}

/// What `zwp_linux_dmabuf_v1` tells: up to version 3 the pairs as events, from 4 on a table and tranches.
package struct DmabufFeedbackScript {
    /// A set of pairs that one device can use.
    package struct Tranche {
        package var device: UInt64
        /// 1: can be scanned out.
        package var flags: UInt32
        /// Into the table; nothing says that they are in range.
        package var indices: [UInt16]

        package init(device: UInt64, flags: UInt32 = 0, indices: [UInt16]) {
            self.device = device
            self.flags = flags
            self.indices = indices
        }
    }

    /// The format table; also what is checked against.
    package var table: [FormatModifier] = [
        // XR24 and AR24, linear, and XR24 with the modifier that means "implicit".
        FormatModifier(format: 0x3432_5258, modifier: 0),
        FormatModifier(format: 0x3432_5241, modifier: 0),
        FormatModifier(format: 0x3432_5258, modifier: 0x00ff_ffff_ffff_ffff),
    ]
    /// A `dev_t`.
    package var mainDevice: UInt64 = 0xe280
    /// nil: one tranche of the main device with the whole table.
    package var tranches: [Tranche]?
    /// The name of the table's memory file, by which a test finds descriptors of it in `/proc/self/fd`.
    package var tableName = "formats"
    /// The table's size in bytes as the event tells it; nil: as it is.
    package var tellsSize: UInt32?

    package init() {}

    /// The tranches, written out.
    var allTranches: [Tranche] {
        tranches ?? [
            Tranche(device: mainDevice, indices: (0..<table.count).map { UInt16(truncatingIfNeeded: $0) })
        ]
    }
}

/// What becomes of a frame that asked for presentation feedback.
package enum PresentationScript: Equatable {
    /// The values of `wp_presentation_feedback.presented`.
    package struct Details: Equatable {
        /// Nanoseconds on the presentation clock.
        package var time: UInt64 = 1_000_000_000
        /// Nanoseconds between two refreshes, 0 where they are not regular.
        package var refresh: UInt32 = 16_666_667
        package var sequence: UInt64 = 1
        /// 1 vsync, 2 hardware clock, 4 hardware completion, 8 zero copy.
        package var flags: UInt32 = 0xf

        package init() {}
    }

    case presented(Details)
    case discarded
    /// Neither, for ever.
    case silence
}

/// A configure sequence of a window.
package struct ConfigureScript: Equatable {
    /// 0: as the client likes.
    package var width, height: Int32
    /// `xdg_toplevel.state`: 1 maximized, 2 fullscreen, 3 resizing, 4 activated.
    package var states: [UInt32]

    package init(width: Int32 = 0, height: Int32 = 0, states: [UInt32] = []) {
        self.width = width
        self.height = height
        self.states = states
    }
}

/// What an output tells about itself.
package struct OutputScript {
    package var name = "TEST-1"
    /// Pixels.
    package var width: Int32 = 1920
    /// Pixels.
    package var height: Int32 = 1080
    /// Thousandths of a hertz.
    package var refresh: Int32 = 60_000
    package var scale: Int32 = 1
    package var millimetres: (width: Int32, height: Int32) = (600, 340)
    /// `wl_output.transform`.
    package var transform: Int32 = 0

    package init() {}
}
