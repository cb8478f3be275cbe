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

# remove UUID
remove() { echo 1 >/sys/bus/mdev/devices/"$1"/remove; }

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

# control UUID FILE VALUE
control() { echo "$3" >/sys/bus/mdev/devices/"$1"/control/"$2"; }

# counter UUID NAME
counter() { sed -n "s/^$2 //p" /sys/bus/mdev/devices/"$1"/control/counters; }

# await SECONDS COMMAND...: until it succeeds
await() {
    local tries=$(($1 * 10))
    shift
    while ! "$@"; do
        [ $((tries -= 1)) -gt 0 ] || { echo "gave up waiting for: $*" >&2; return 1; }
        sleep 0.1
    done
}

# compositor WIDTH HEIGHT: a Weston, drawing in software ("renderer=pixman" before it: and taking no dma-bufs); the only
# window fills its output. It lasts until another one is asked for: it starts slowly. What a failed test left is ended.
compositor() {
    local wanted="$1x$2 ${renderer:-gl}" weston
    [ ! -e /run/planeview/planeview.pid ] || kill -KILL "$(cat /run/planeview/planeview.pid)" 2>/dev/null || true
    weston=$(cat /run/planeview/weston.pid 2>/dev/null || true)
    if [ -n "$weston" ] && kill -0 "$weston" 2>/dev/null; then
        [ "$(cat /run/planeview/weston.is)" != "$wanted" ] || return 0
        end "$weston" KILL
    fi
    rm -f /run/planeview/wayland-1
    (cd /run/planeview && exec setsid weston --backend=headless --renderer="${renderer:-gl}" --shell=kiosk-shell.so \
        --no-config --idle-time=0 --debug --width="$1" --height="$2" --socket=wayland-1 \
        --log=/run/planeview/weston.log >/run/planeview/weston.out 2>&1) &
    echo $! >/run/planeview/weston.pid
    echo "$wanted" >/run/planeview/weston.is
    await 60 test -S /run/planeview/wayland-1
}

# unexported UUID: ends Weston, which holds what it has drawn last, and waits until all dma-bufs are closed
unexported() {
    [ ! -e /run/planeview/weston.pid ] || end "$(cat /run/planeview/weston.pid)" KILL
    rm -f /run/planeview/weston.pid
    await 60 eval '[ "$(counter '"$1"' exports)" = 0 ]'
}

# end PROCESS SIGNAL: and waits until it is gone
end() {
    kill "-$2" "$1"
    await 60 eval "! kill -0 $1 2>/dev/null"
}

# show ARGUMENTS...: planeview beside the job. Its lines, errors and, at the end, status are in /run/planeview.
show() { start planeview "$@"; }

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

# picture FILE
picture() { screenshot "$1"; }
