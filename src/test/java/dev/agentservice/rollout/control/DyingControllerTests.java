package dev.agentservice.rollout.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.rollout.control.Trial.Fault;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fault at every call of {@code kubectl}, in a rollout that passes and in some that do
 * not: the end is always the same.
 */
@BesideOthers
class DyingControllerTests {

	@ParameterizedTest
	@MethodSource("courses")
	void aControllerThatIsKilledAtAnyCallIsReplaced(Course course) throws InterruptedException {
		everywhere(course, Integer.getInteger("rollout.stride", 60), Fault.KILLED_BEFORE, Fault.KILLED_AFTER);
	}

	@ParameterizedTest
	@MethodSource("courses")
	@Tag("slow")
	void aKubectlThatFailsHangsOrIsLateAtAnyCallChangesNothingOfTheEnd(Course course) throws InterruptedException {
		everywhere(course, Integer.getInteger("rollout.stride", 40), Fault.FAILED, Fault.HUNG, Fault.LATE, Fault.STRAY);
	}

	/**
	 * At each call that changes something, and at some of the others: between two changes
	 * the cluster is the same for the next controller. At all:
	 * {@code -Drollout.stride=1}.
	 */
	private static void everywhere(Course course, int stride, Fault... faults) throws InterruptedException {
		Trial undisturbed = course.trial();
		int status = undisturbed.start();
		String end = undisturbed.cluster.summary();
		assertThat(status).isEqualTo(course.status);
		for (int call = 1; call <= undisturbed.calls(); call++) {
			if (undisturbed.changes.contains(call) || (call - 1) % stride == 0) {
				for (Fault fault : faults) {
					Trial trial = course.trial();
					trial.at = call;
					trial.fault = fault;
					assertThat(untilTheEnd(trial)).as("%s at call %d", fault, call).isEqualTo(status);
					trial.arrive();
					assertThat(trial.cluster.summary()).as("%s at call %d", fault, call).isEqualTo(end);
					keepsTheSteps(trial.cluster.weights, course);
				}
			}
		}
	}

	/** The next controller starts as the first did; a lease of the dead one runs out. */
	private static int untilTheEnd(Trial trial) throws InterruptedException {
		try {
			return trial.start();
		}
		catch (Trial.Killed _) {
			int status = ExitStatus.ANOTHER_CONTROLLER;
			for (int i = 0; i < 10 && status == ExitStatus.ANOTHER_CONTROLLER; i++) {
				trial.pass(10);
				status = trial.start();
			}
			return status;
		}
	}

	/** They add to 100, no step is left out, and none is exceeded. */
	private static void keepsTheSteps(List<String> weights, Course course) {
		List<Integer> canary = new ArrayList<>();
		for (String pair : weights) {
			String[] both = pair.split(" ", 2);
			assertThat(Integer.parseInt(both[0]) + Integer.parseInt(both[1])).isEqualTo(100);
			canary.add(Integer.parseInt(both[1]));
		}
		assertThat(canary).isEqualTo(course.weights);
	}

	static Stream<Course> courses() {
		return Stream.of(new Course("one that passes", ExitStatus.PROMOTED, List.of(10, 50, 0), (_) -> {
		}), new Course("one that fails", ExitStatus.ROLLED_BACK, List.of(10, 50, 0),
				(trial) -> trial.evidence.failsAtWeight = 50),
				new Course("one that fails at once", ExitStatus.ROLLED_BACK, List.of(10, 0),
						(trial) -> trial.evidence.failsAt = 1),
				new Course("one that fails after its promotion", ExitStatus.ROLLED_BACK, List.of(10, 50, 0),
						(trial) -> trial.evidence.beyond = "errors"));
	}

	/**
	 * What becomes of a rollout.
	 *
	 * @param name which one
	 * @param status its end
	 * @param weights of the canary, one after the other
	 * @param script what makes it so
	 */
	record Course(String name, int status, List<Integer> weights, Consumer<Trial> script) {

		Trial trial() {
			Trial trial = new Trial();
			this.script.accept(trial);
			return trial;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
