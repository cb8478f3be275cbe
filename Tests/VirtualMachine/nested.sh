# Functions for jobs in the virtual machine that start a guest there, once scripts/testbed guests has been run. They need
# those of guest.sh.

# nested UUID: a guest whose display is that device, mdpy; QEMU's process is in /run/planeview/nested.pid. Waits until the
# guest has written on its screen: minutes, as one emulated machine emulates another. Its clock goes by instructions
# (8 ns each), or it would do little but serve timers that came due meanwhile; and its kernel leaves out what takes long
# and does not matter here.
nested() {
    local tree=/opt/guests
    rm -f /run/planeview/nested.serial
    LD_LIBRARY_PATH=$tree/usr/lib/x86_64-linux-gnu:$tree/usr/lib setsid "$tree/usr/bin/qemu-system-x86_64" \
        -L "$tree/usr/share/seabios" -L "$tree/usr/share/qemu" \
        -machine pc -accel tcg -icount shift=3 -cpu Nehalem -m 256 \
        -nodefaults -no-user-config -display none -vga none \
        -serial file:/run/planeview/nested.serial \
        -device "vfio-pci,sysfsdev=/sys/bus/mdev/devices/$1,display=off" \
        -kernel "$tree/vmlinux" -initrd "$tree/initrd" \
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

end_nested() { end "$(cat /run/planeview/nested.pid)" TERM; }
