import TestCompositor
import Testing

/// Proves, request by request, what is said to the compositor from the start to the first picture.
@Suite struct FirstPictureTests {
    @Test func theFirstPictureIsShownWithExactlyTheseRequests() throws {
        let source = ScriptedSource()
        source.show(1)
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.settle()
        let expected = [
            // What is there is bound, each at the highest version that is known here.
            "bind wl_compositor 5",
            "bind wl_subcompositor 1",
            "bind xdg_wm_base 6",
            "bind wp_viewporter 1",
            "bind wl_shm 1",
            "bind zwp_linux_dmabuf_v1 5",
            "zwp_linux_dmabuf_v1#1.get_default_feedback(new zwp_linux_dmabuf_feedback_v1#1)",
            "bind wp_presentation 1",
            "bind wp_color_representation_manager_v1 1",
            "bind wp_single_pixel_buffer_manager_v1 1",
            "bind zxdg_decoration_manager_v1 1",
            "bind wp_fractional_scale_manager_v1 1",
            "bind wl_output 4",
            // The window: the root with its viewport and its black pixel, without a buffer until it is configured.
            "wl_compositor#1.create_surface(new wl_surface#1)",
            "wp_viewporter#1.get_viewport(new wp_viewport#1, wl_surface#1)",
            "wp_single_pixel_buffer_manager_v1#1.create_u32_rgba_buffer(new wl_buffer#1, 0, 0, 0, 4294967295)",
            "xdg_wm_base#1.get_xdg_surface(new xdg_surface#1, wl_surface#1)",
            "xdg_surface#1.get_toplevel(new xdg_toplevel#1)",
            "zxdg_decoration_manager_v1#1.get_toplevel_decoration(new zxdg_toplevel_decoration_v1#1, xdg_toplevel#1)",
            "zxdg_toplevel_decoration_v1#1.set_mode(2)",
            "xdg_toplevel#1.set_app_id(\"planeview\")",
            "xdg_toplevel#1.set_title(\"test – waiting for the guest's driver\")",
            "xdg_toplevel#1.set_min_size(1, 1)",
            "wp_fractional_scale_manager_v1#1.get_fractional_scale(new wp_fractional_scale_v1#1, wl_surface#1)",
            "wl_surface#1.commit()",
            // The primary plane, of which the compositor may prefer other buffers, and which takes no input,
            "wl_compositor#1.create_surface(new wl_surface#2)",
            "zwp_linux_dmabuf_v1#1.get_surface_feedback(new zwp_linux_dmabuf_feedback_v1#2, wl_surface#2)",
            "wl_subcompositor#1.get_subsurface(new wl_subsurface#1, wl_surface#2, wl_surface#1)",
            "wp_viewporter#1.get_viewport(new wp_viewport#2, wl_surface#2)",
            "wl_compositor#1.create_region(new wl_region#1)",
            "wl_surface#2.set_input_region(wl_region#1)",
            "wl_region#1.destroy()",
            // the overlay above it,
            "wl_compositor#1.create_surface(new wl_surface#3)",
            "zwp_linux_dmabuf_v1#1.get_surface_feedback(new zwp_linux_dmabuf_feedback_v1#3, wl_surface#3)",
            "wl_subcompositor#1.get_subsurface(new wl_subsurface#2, wl_surface#3, wl_surface#1)",
            "wp_viewporter#1.get_viewport(new wp_viewport#3, wl_surface#3)",
            "wl_compositor#1.create_region(new wl_region#2)",
            "wl_surface#3.set_input_region(wl_region#2)",
            "wl_region#2.destroy()",
            // and the cursor above both.
            "wl_compositor#1.create_surface(new wl_surface#4)",
            "zwp_linux_dmabuf_v1#1.get_surface_feedback(new zwp_linux_dmabuf_feedback_v1#4, wl_surface#4)",
            "wl_subcompositor#1.get_subsurface(new wl_subsurface#3, wl_surface#4, wl_surface#1)",
            "wp_viewporter#1.get_viewport(new wp_viewport#4, wl_surface#4)",
            "wl_compositor#1.create_region(new wl_region#3)",
            "wl_surface#4.set_input_region(wl_region#3)",
            "wl_region#3.destroy()",
            // The screen covers the root, of which compositors may tell nothing then.
            "wp_fractional_scale_manager_v1#1.get_fractional_scale(new wp_fractional_scale_v1#2, wl_surface#2)",
            // Configured: the black pixel is stretched over the window.
            "xdg_surface#1.ack_configure(1)",
            "wl_surface#1.attach(wl_buffer#1, 0, 0)",
            "wl_surface#1.damage_buffer(0, 0, 1, 1)",
            "wp_viewport#1.set_destination(1280, 720)",
            "xdg_surface#1.set_window_geometry(0, 0, 1280, 720)",
            "wl_compositor#1.create_region(new wl_region#3)",
            "wl_region#3.add(0, 0, 1280, 720)",
            "wl_surface#1.set_opaque_region(wl_region#3)",
            "wl_region#3.destroy()",
            // The picture is offered, and the window appears while the compositor thinks about it.
            "zwp_linux_dmabuf_v1#1.create_params(new zwp_linux_buffer_params_v1#1)",
            "zwp_linux_buffer_params_v1#1.add(fd, 0, 0, 2560, 0, 0)",
            "zwp_linux_buffer_params_v1#1.create(640, 480, 875713112, 0)",
            "wl_surface#1.commit()",
            // It was taken. The window, whose size is left to it, takes the picture's.
            "zwp_linux_buffer_params_v1#1.destroy()",
            "wp_viewport#1.set_destination(640, 480)",
            "xdg_surface#1.set_window_geometry(0, 0, 640, 480)",
            "wl_compositor#1.create_region(new wl_region#3)",
            "wl_region#3.add(0, 0, 640, 480)",
            "wl_surface#1.set_opaque_region(wl_region#3)",
            "wl_region#3.destroy()",
            // The primary plane's surface, and then the root, which makes it all visible.
            "wl_subsurface#1.set_position(0, 0)",
            "wp_viewport#2.set_destination(640, 480)",
            "wp_viewport#2.set_source(-1.0, -1.0, -1.0, -1.0)",
            "wl_compositor#1.create_region(new wl_region#1)",
            "wl_region#1.add(0, 0, 640, 480)",
            "wl_surface#2.set_opaque_region(wl_region#1)",
            "wl_region#1.destroy()",
            "wl_surface#2.attach(wl_buffer#2, 0, 0)",
            "wl_surface#2.damage_buffer(0, 0, 640, 480)",
            "wp_presentation#1.feedback(wl_surface#2, new wp_presentation_feedback#1)",
            "wl_surface#2.commit()",
            "wl_surface#1.commit()",
            "xdg_toplevel#1.set_title(\"test – 640×480\")",
        ]
        #expect(theatre.takeRequests() == expected)
    }
}
