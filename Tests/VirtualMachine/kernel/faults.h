/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What real drivers do wrong, by the names that the control file takes. README.md says what each one does.
 */
#ifndef PLANEVIEW_FAULTS_H
#define PLANEVIEW_FAULTS_H

#define PV_FAULTS(FAULT)                                                                                              \
	FAULT(enomem_first)                                                                                           \
	FAULT(untouched_when_off)                                                                                     \
	FAULT(recycled_ids)                                                                                           \
	FAULT(cursor_sign_lost)                                                                                       \
	FAULT(garbage_hotspot)                                                                                        \
	FAULT(unrounded_size)                                                                                         \
	FAULT(cursor_is_primary)                                                                                      \
	FAULT(get_fails)                                                                                              \
	FAULT(id_churn)                                                                                               \
	FAULT(bad_stride)                                                                                             \
	FAULT(bad_size)                                                                                               \
	FAULT(another_fd)                                                                                             \
	FAULT(stale_fd)                                                                                               \
	FAULT(ignores_flags)                                                                                          \
	FAULT(no_mmap)

#define PV_FAULT_ENUMERATOR(name) PV_FAULT_##name,
enum pv_fault { PV_FAULTS(PV_FAULT_ENUMERATOR) PV_FAULT_COUNT };
#undef PV_FAULT_ENUMERATOR

#endif
