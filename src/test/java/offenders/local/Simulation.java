package offenders.local;

import offenders.util.Circle;

/**
 * Something that production code may not use.
 */
public class Simulation {

	final Circle circle = new Circle();

}
