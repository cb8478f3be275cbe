# The guest's side of scripts/soak: planeview in a Weston, on a display device that misbehaves without pause. It says a line
# every ten seconds: what planeview holds. guest.sh goes before it.

# What drivers do wrong, by turns. Not no_mmap and unrounded_size: what cannot be mapped as a whole, Mesa's software renderer
# draws nevertheless, and falls over.
soak_faults=(
    '' id_churn bad_stride 'enomem_first recycled_ids' get_fails bad_size 'untouched_when_off cursor_is_primary'
    'garbage_hotspot cursor_sign_lost' 'id_churn enomem_first recycled_ids garbage_hotspot'
)
soak_modes=(320x240 640x480 300x200+64 64x64 800x600 321x241)

soak_switches=0
soak_restarts=0

# soak_compositor: sees to it that there is one; planeview waits for the next, should it fall over all the same
soak_compositor() {
    if is_compositor; then return 0; fi
    rm -f /run/planeview/wayland-1*
    (cd /run/planeview && start_weston 640 480 >/run/planeview/compositor.out 2>&1) &
    echo $! >/run/planeview/compositor.pid
    await 120 test -S /run/planeview/wayland-1
    soak_restarts=$((soak_restarts + 1))
}

# soak_step UUID: a fault, some modes with it, and everything else that a guest does
soak_step() {
    local uuid=$1 step=$2 mode
    control "$uuid" faults "${soak_faults[step % ${#soak_faults[@]}]}"
    for ((mode = 0; mode < 4; mode++)); do
        # Some are refused on purpose: the pan must be whole pages, and a mode may have ended it.
        control "$uuid" mode "${soak_modes[(step + mode) % ${#soak_modes[@]}]}" || true
        soak_switches=$((soak_switches + 1))
        control "$uuid" cursor_position "$((RANDOM % 900 - 100)) $((RANDOM % 700 - 100))"
        control "$uuid" flip next
        sleep 0.2
    done
    control "$uuid" overlay $((step % 2))
    control "$uuid" primary 0
    sleep 0.1
    control "$uuid" primary 1
    sleep 0.3
}

# soak_sample: time, switches, and what is held now
soak_sample() {
    local process fds rss name counts=()
    process=$(cat /run/planeview/planeview.pid)
    fds=$(ls "/proc/$process/fd" | wc -l)
    rss=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$process/status")
    for name in polls flips wl_buffers_created wl_buffers_live rejected_replies import_failures; do
        name=$(counted "$name")
        counts+=("${name:-0}")
    done
    echo "sample $SECONDS $soak_switches $fds $rss ${counts[*]} $soak_restarts"
}

# soak MINUTES
soak() {
    local uuid=6b9f24b1-6a4c-4a5e-9a7d-50a6d1f0c0de end=$((SECONDS + $1 * 60)) next=$SECONDS step=0
    RANDOM=1
    load
    create planeview dmabuf "$uuid"
    control "$uuid" flip_rate 60
    compositor 640 480
    show --reconnect --device "$uuid"
    await 120 at_least presented 1
    while [ "$SECONDS" -lt "$end" ]; do
        soak_compositor
        soak_step "$uuid" $((step++))
        if [ "$SECONDS" -ge "$next" ]; then
            soak_sample
            next=$((SECONDS + 10))
        fi
    done
    # It shows what there is, as if nothing had been.
    soak_compositor
    control "$uuid" faults ''
    control "$uuid" mode 640x480
    await 60 at_least flips $(($(counted flips) + 10))
    soak_sample
    end_show >/dev/null
    echo "status $(cat /run/planeview/status)"
    unexported "$uuid"
    remove "$uuid"
    grep -v ': showing ' /run/planeview/errors | sed 's/^/said /'
    dmesg | grep -E 'WARNING|BUG|Oops|refcount|Bad page' | sed 's/^/kernel /' || true
    dmesg | grep segfault | sed 's/^/said /' || true
}
