# Functions for jobs in the virtual machine that start a guest there, once scripts/testbed guests has been run. They need
# those of guest.sh.

guests=/opt/guests

# qemu ARGUMENTS...: becomes a PC
qemu() {
    export LD_LIBRARY_PATH=$guests/usr/lib/x86_64-linux-gnu:$guests/usr/lib
    export QEMU_MODULE_DIR=$guests/usr/lib/x86_64-linux-gnu/qemu
    exec setsid "$guests/usr/bin/qemu-system-x86_64" -L "$guests/usr/share/seabios" -L "$guests/usr/share/qemu" \
        -nodefaults -no-user-config -machine pc -accel tcg "$@"
}

# drawn: a QEMU that waits with its own words on the screen. It draws by OpenGL, with vgem for a GPU, so that its D-Bus display
# gives dma-bufs. /run/planeview/qmp is its monitor, and /run/planeview/monitor the one for people.
drawn() {
    modprobe vgem
    rm -f /run/planeview/qmp /run/planeview/monitor
    mkfifo /run/planeview/monitor
    qemu -m 32 -vga std -S -display "dbus,p2p=yes,gl=on,rendernode=$(render_node vgem)" \
        -qmp unix:/run/planeview/qmp,server=on,wait=off -monitor stdio \
        0<>/run/planeview/monitor >/run/planeview/nested.errors 2>&1 &
    echo $! >/run/planeview/nested.pid
    await 60 test -S /run/planeview/qmp
}

# render_node DRIVER
render_node() {
    local node
    for node in /sys/class/drm/renderD*; do
        # vgem is a device of no bus's.
        if readlink "$node/device" "$node/device/driver" | grep -q "$1\$"; then echo "/dev/dri/$(basename "$node")"; fi
    done
}

# dumped FILE: what QEMU says that is on its screen, as a PNG
dumped() {
    echo "screendump $1 -f png" >/run/planeview/monitor
    await 20 eval "tail -c 12 $1 2>/dev/null | grep -q IEND"
}

# nested UUID: a guest whose display is that device, mdpy; QEMU's process is in /run/planeview/nested.pid. Waits until the
# guest has written on its screen: minutes, as one emulated machine emulates another. Its clock goes by instructions
# (8 ns each), or it would do little but serve timers that came due meanwhile; and its kernel leaves out what takes long
# and does not matter here.
nested() {
    rm -f /run/planeview/nested.serial
    qemu -icount shift=3 -cpu Nehalem -m 256 \
        -display none -vga none \
        -serial file:/run/planeview/nested.serial \
        -device "vfio-pci,sysfsdev=/sys/bus/mdev/devices/$1,display=off" \
        -kernel "$guests/vmlinux" -initrd "$guests/initrd" \
        -append "console=tty0 quiet rodata=off mitigations=off lsm= audit=0 ipv6.disable=1 cryptomgr.notests" \
        >/run/planeview/nested.errors 2>&1 &
    echo $! >/run/planeview/nested.pid
    if ! await 600 nested_is_over || [ ! -s /run/planeview/nested.serial ]; then
        cat /run/planeview/nested.errors >&2
        return 1
    fi
}

# Whether there is no more to wait for: the guest has said something, or QEMU is gone. Nothing that starts a program:
# processors are scarce.
nested_is_over() { [ -s /run/planeview/nested.serial ] || ! kill -0 "$(</run/planeview/nested.pid)" 2>/dev/null; }

# end_nested: and takes its GPU away, or a later compositor's software renderer would import by it, which mdpy's copies in
# udmabufs do not survive (llvmpipe, a read at address 0)
end_nested() {
    end "$(cat /run/planeview/nested.pid)" KILL
    [ ! -d /sys/module/vgem ] || await 20 modprobe -r vgem
}
