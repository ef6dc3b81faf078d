/**
 * Breaks every house rule, so that the tests can show that each rule is able to fail. It
 * stands outside the service's base package, where no component scan finds it, and is
 * deliberately not null-marked.
 */
package offenders.util;
