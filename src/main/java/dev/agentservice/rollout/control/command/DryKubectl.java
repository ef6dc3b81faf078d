package dev.agentservice.rollout.control.command;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.agentservice.rollout.cluster.Kubectl;
import dev.agentservice.rollout.cluster.KubectlException;

/**
 * Reads, and prints the first change instead of making it; what would come after it is
 * not known.
 */
final class DryKubectl implements Kubectl {

	private static final Set<String> READING = Set.of("get", "auth");

	private final Kubectl kubectl;

	private final Consumer<String> out;

	DryKubectl(Kubectl kubectl, Consumer<String> out) {
		this.kubectl = kubectl;
		this.out = out;
	}

	@Override
	public String run(List<String> arguments, String in) throws KubectlException {
		if (READING.contains(arguments.get(2))) {
			return this.kubectl.run(arguments, in);
		}
		if (in.contains("\"kind\":\"Lease\"")) {
			return "";
		}
		this.out.accept("would run: kubectl " + String.join(" ", arguments));
		throw new Enough();
	}

	@Override
	public String fetch(String namespace, String target, int port, String path) throws KubectlException {
		return this.kubectl.fetch(namespace, target, port, path);
	}

	/** The end of a dry run. */
	static final class Enough extends RuntimeException {

	}

}
