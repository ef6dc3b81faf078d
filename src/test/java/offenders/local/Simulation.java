package offenders.local;

/**
 * Something that production code may not use.
 */
public class Simulation {

}
