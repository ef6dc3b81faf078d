/**
 * Stands for what only development has, for an offender to use.
 */
package offenders.rollout;
