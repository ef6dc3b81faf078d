package dev.agentservice.run.admission;

import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.agentservice.run.owner.Registration;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The result of trying to register a run without waiting.
 *
 * @param registration the registration, or null
 * @param problem why there is none, or null
 */
record TriedRegistration(@Nullable Registration registration, @Nullable ProblemException problem) {

	static TriedRegistration of(Supplier<Registration> registering) {
		try {
			return new TriedRegistration(registering.get(), null);
		}
		catch (ProblemException ex) {
			return new TriedRegistration(null, ex);
		}
	}

	/** The registration, or the result of another way if the problem may pass. */
	Registration orElse(Predicate<ProblemException> passes, Supplier<Registration> otherwise) {
		if (this.registration != null) {
			return this.registration;
		}
		if (this.problem == null || passes.test(this.problem)) {
			return otherwise.get();
		}
		throw this.problem;
	}

}
