/**
 * What operators change at run time, for their tenant or for all, and how it gets into
 * the audit logs.
 */
@NullMarked
package dev.agentservice.flag.override;

import org.jspecify.annotations.NullMarked;
