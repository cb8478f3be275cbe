# Functions for jobs in the virtual machine, besides those of Tests/VirtualMachine/guest.sh: what is measured of a program
# that shows the test camera.

# The pictures that all are to show: 640×360, bars without text, and no more a second than the emulated compositor draws: else
# most would be passed over, by each program in its own way.
prepare_camera() {
    vivid n_devs=1 node_types=0x1 num_inputs=1 input_types=0x00 vid_cap_nr=0
    camera /dev/video0 'OSD Text Mode' 2
    v4l2-ctl -d /dev/video0 --set-fmt-video=width=640,height=360,pixelformat=XR24 --set-parm=5 >/dev/null
    compositor 640 360
}

# begin PROGRAM ARGUMENTS...: starts it, and the record of what it says to the compositor
begin() {
    cd /run/planeview
    rm -f trace protocol
    setsid weston-debug proto >protocol 2>/dev/null &
    echo $! >recorder.pid
    await 20 test -s protocol
    setsid "$@" >/dev/null 2>errors &
    echo $! >client.pid
    # It comes to rest.
    await 120 eval '[ "$(grep -c "wl_surface@.*\.attach(wl_buffer" protocol)" -ge 10 ]' || { cat errors >&2; return 1; }
}

# figures: the moment, nanoseconds on a processor, bytes in memory, and threads of what was begun
figures() {
    local client
    client=$(cat /run/planeview/client.pid)
    echo "$EPOCHREALTIME $(cat "/proc/$client"/task/*/schedstat | awk '{ sum += $1 } END { printf "%.0f", sum }')" \
        "$(awk '/^VmRSS/ { print $2 * 1024 }' "/proc/$client/status")" "$(ls "/proc/$client/task" | wc -l)"
}

# finish: ends it and the record, and prints its process
finish() {
    cat /run/planeview/client.pid
    end "$(cat /run/planeview/client.pid)" TERM
    end "$(cat /run/planeview/recorder.pid)" TERM
}
