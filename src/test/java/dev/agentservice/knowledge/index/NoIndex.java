package dev.agentservice.knowledge.index;

import java.util.List;
import java.util.Optional;

import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;

/** Of another replica, whose searches are of no interest here. */
final class NoIndex implements PassageIndex {

	@Override
	public List<Candidate> matching(Scope scope, String query, int most, Deadline deadline) {
		return List.of();
	}

	@Override
	public Optional<Generation> generation(KnownCollection collection, Deadline deadline) {
		return Optional.empty();
	}

	@Override
	public List<Candidate> nearest(Scope scope, Generation of, float[] vector, int most, Deadline deadline) {
		return List.of();
	}

}
