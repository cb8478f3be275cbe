# Functions for jobs in the guest.
export PLANEVIEW_TESTBED=/ XDG_RUNTIME_DIR=/run/planeview WAYLAND_DISPLAY=wayland-1
export LIBGL_ALWAYS_SOFTWARE=1 GALLIUM_DRIVER=llvmpipe
PATH=/share:$PATH

# Loads what devices need; may be called again.
load() {
    modprobe -a vfio_iommu_type1 mdev
    local file
    for file in /share/*.ko; do
        [ -d "/sys/module/$(basename "$file" .ko)" ] || insmod "$file" || return
    done
}

# create PARENT TYPE UUID
create() { echo "$3" >/sys/class/mdev_bus/"$1"/mdev_supported_types/"$1-$2"/create; }

# remove UUID: Linux waits, whatever the signal, for as long as somebody has it open; a test does not
remove() {
    local folder
    echo 1 >/sys/bus/mdev/devices/"$1"/remove &
    if await 60 eval "! kill -0 $! 2>/dev/null"; then wait $!; return; fi
    echo "$1 is held by:" >&2
    for folder in /proc/[0-9]*; do
        [ -z "$(find "$folder/fd" -lname '*vfio*' 2>/dev/null)" ] || tr '\0' ' ' <"$folder/cmdline" >&2
    done
    return 1
}
export -f remove

# group UUID: the file of its VFIO group
group() { echo "/dev/vfio/$(basename "$(readlink "/sys/bus/mdev/devices/$1/iommu_group")")"; }

build_bochs() { [ -e /tmp/bochs ] || gcc -o /tmp/bochs /share/bochs.c; }

# play UUID PROGRAM ARGUMENTS...: PROGRAM with the device as descriptor 9, and something that plays the device's guest
play() {
    local uuid=$1
    shift
    build_bochs
    /tmp/bochs "$(group "$uuid")" "$uuid" /run/planeview/guest "$@"
}

# guest COMMAND...: tells it what to do, bochs.c says what there is, and waits until that is done
guest() {
    local answer=
    # Opened for both directions, or the opening would wait for the other side. By a descriptor of its own: bash forgets
    # the 1 of "1<>" when it exports a function.
    echo "$*" 7<>/run/planeview/guest >&7
    read -r -t 60 answer <>/run/planeview/guest.answers || true
    [ "$answer" = ok ] || { echo "guest: $*: ${answer:-no answer}" >&2; return 1; }
}
export -f guest

# vivid PARAMETERS...: the kernel's test cameras, with modprobe's parameters, as /dev/video0 and on. They are there once and
# for all: to take them away again and again makes Linux 6.12 fall over (sysfs_unmerge_group, from platform_device_del).
vivid() {
    # What a failed test left would hold them.
    abandon_show
    [ -d /sys/module/vivid ] || modprobe vivid "$@"
    await 60 test -c /dev/video0
}

# camera DEVICE NAME VALUE: sets a control of such a camera by its name; vivid.c says more
camera() {
    [ -e /tmp/vivid ] || gcc -o /tmp/vivid /share/vivid.c
    /tmp/vivid "$@"
}

# control UUID FILE VALUE
control() { echo "$3" >/sys/bus/mdev/devices/"$1"/control/"$2"; }

# counter UUID NAME
counter() { sed -n "s/^$2 //p" /sys/bus/mdev/devices/"$1"/control/counters; }

# await SECONDS COMMAND...: until it succeeds
await() {
    local end=$((SECONDS + $1))
    shift
    while ! "$@"; do
        [ $SECONDS -lt $end ] || { echo "gave up waiting for: $*" >&2; return 1; }
        sleep 0.1
    done
}
export -f await

# compositor WIDTH HEIGHT: a Weston, drawing in software ("renderer=pixman" before it: and taking no dma-bufs); the only
# window fills its output. It lasts until another one is asked for: it starts slowly. What a failed test left is ended.
compositor() { serve "weston $1x$2 ${renderer:-gl}" start_weston "$1" "$2"; }

start_weston() {
    exec setsid weston --backend=headless --renderer="${renderer:-gl}" --shell=kiosk-shell.so --no-config --idle-time=0 \
        --debug --width="$1" --height="$2" --socket=wayland-1 --log=/run/planeview/weston.log
}

# card_compositor WIDTH HEIGHT: the same with sway on the machine's card, which takes dma-bufs of this card alone
card_compositor() { serve "sway $1x$2" start_sway "$1" "$2"; }

start_sway() {
    # Without a console on the card nothing but sway holds it, and it can be taken away again.
    modprobe drm_kms_helper fbdev_emulation=0
    modprobe virtio-gpu
    cat >/run/planeview/sway.config <<END
output * mode --custom $1x$2@60Hz
default_border none
for_window [app_id=".*"] fullscreen enable
xwayland disable
END
    # No seat and no input devices: root opens the card itself. Mesa draws in software because the card cannot draw;
    # told to do so whatever the card, it takes none.
    rm -f /run/planeview/sway.sock
    exec env -u LIBGL_ALWAYS_SOFTWARE SWAYSOCK=/run/planeview/sway.sock LIBSEAT_BACKEND=noop WLR_BACKENDS=drm \
        WLR_LIBINPUT_NO_DEVICES=1 WLR_RENDERER_ALLOW_SOFTWARE=1 setsid sway --debug --config /run/planeview/sway.config
}

# scale FACTOR: of sway's screen
scale() { swaymsg -s /run/planeview/sway.sock -q output '*' scale "$1"; }

# serve NAME COMMAND...: the compositor that COMMAND becomes, unless it runs; NAME says which it is
serve() {
    local name=$1
    shift
    abandon_show
    if is_compositor && [ "$(cat /run/planeview/compositor.is)" = "$name" ]; then return 0; fi
    end_compositor
    (cd /run/planeview && "$@" >/run/planeview/compositor.out 2>&1) &
    echo $! >/run/planeview/compositor.pid
    echo "$name" >/run/planeview/compositor.is
    await 120 test -S /run/planeview/wayland-1
}

is_compositor() { kill -0 "$(cat /run/planeview/compositor.pid 2>/dev/null)" 2>/dev/null; }

# end_compositor: if there is one; without sway, there is no card either
end_compositor() {
    ! is_compositor || end "$(cat /run/planeview/compositor.pid)" KILL
    rm -f /run/planeview/wayland-1
    [ ! -d /sys/module/virtio_gpu ] || await 20 modprobe -r virtio-gpu
}

# unexported UUID: ends the compositor, which holds what it has drawn last, and waits until all dma-bufs are closed
unexported() {
    end_compositor
    await 60 eval '[ "$(counter '"$1"' exports)" = 0 ]'
}

# end PROCESS SIGNAL: and waits until it is gone
end() {
    kill "-$2" "$1"
    await 60 eval "! kill -0 $1 2>/dev/null"
}

# show ARGUMENTS...: planeview beside the job. Its lines, errors and, at the end, status are in /run/planeview.
show() { start planeview "$@"; }

# show_far OPTION ARGUMENTS...: the same through both halves of waypipe, which take that option: "--no-gpu", or
# "--drm-node=/dev/dri/card0" for dma-bufs, which they make on that card.
show_far() {
    local halves=("$1" --oneshot --socket /run/planeview/waypipe)
    shift
    rm -f /run/planeview/waypipe
    # Told to draw in software, Mesa makes no dma-bufs.
    env -u LIBGL_ALWAYS_SOFTWARE waypipe "${halves[@]}" client >/run/planeview/waypipe.errors 2>&1 &
    await 60 test -S /run/planeview/waypipe
    # Its status is planeview's; a signal is for planeview.
    start env -u LIBGL_ALWAYS_SOFTWARE -u WAYLAND_DISPLAY waypipe "${halves[@]}" server -- \
        sh -c 'echo $$ >/run/planeview/planeview.pid; exec planeview "$@"' sh "$@"
}

# show_played UUID ARGUMENTS...: the same for a device whose guest is played. What it asks of the kernel is recorded.
show_played() {
    local uuid=$1
    shift
    build_bochs
    start /tmp/bochs "$(group "$uuid")" "$uuid" /run/planeview/guest \
        strace -D -f -e trace=ioctl -o /run/planeview/trace planeview --device fd:9 "$@"
}

# fetches: how often a dma-buf was asked for
fetches() { grep -c -E 'VFIO_DEVICE_GET_GFX_DMABUF|0x3b, 0x73' /run/planeview/trace || true; }

# fetched COUNT: whether it was so often
fetched() { [ "$(fetches)" -ge "$1" ]; }

# polled COUNT: waits until the device was asked so often again
polled() { await 60 at_least polls $(($(counted polls) + $1)); }

# start PROGRAM ARGUMENTS...
start() {
    rm -f /run/planeview/status /run/planeview/planeview.pid
    : >/run/planeview/lines
    (
        trap '' HUP
        "$@" --stats=0.2 --stats-format=json >/run/planeview/lines 2>/run/planeview/errors &
        echo $! >/run/planeview/planeview.pid
        local status=0
        wait $! || status=$?
        echo "$status" >/run/planeview/status
    ) &
    await 60 test -s /run/planeview/planeview.pid
}

# counted NAME: the last line's number
counted() { sed -n '$s/.*"'"$1"'":\([0-9]*\).*/\1/p' /run/planeview/lines; }

# at_least NAME COUNT: whether so many were counted
at_least() { [ "$(counted "$1")" -ge "$2" ] 2>/dev/null; }

# end_show: ends planeview and prints its last line
end_show() {
    end "$(cat /run/planeview/planeview.pid)" TERM
    await 20 test -s /run/planeview/status
    tail -n 1 /run/planeview/lines
}

# abandon_show: ends a planeview that a failed test has left. Not one that has ended: its number may be another's by now.
abandon_show() {
    [ -s /run/planeview/planeview.pid ] && [ ! -s /run/planeview/status ] || return 0
    kill -KILL "$(cat /run/planeview/planeview.pid)" 2>/dev/null || true
    await 60 test -s /run/planeview/status
}

# picture FILE: of what is on the screen, as a PNG; without one, what is known of the reason
picture() {
    case $(cat /run/planeview/compositor.is) in
        sway*) timeout 60 grim "$1" && return ;;
        *) screenshot "$1" && return ;;
    esac
    {
        is_compositor || echo "the compositor has ended"
        tail -n 20 /run/planeview/compositor.out /run/planeview/weston.log /run/planeview/errors
        dmesg | tail -n 20
    } >&2
    return 1
}
