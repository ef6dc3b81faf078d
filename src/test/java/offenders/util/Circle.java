package offenders.util;

/**
 * Used by a package that this one uses.
 */
public class Circle {

}
