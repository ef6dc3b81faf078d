package dev.agentservice.rollout.cluster;

import java.util.List;

/**
 * Runs {@code kubectl}. All that a rollout does to the outside goes through here.
 */
public interface Kubectl {

	/**
	 * Runs it once.
	 * @param arguments what follows {@code kubectl}
	 * @param in what it reads from its standard input
	 * @return what it printed
	 * @throws KubectlException if it fails, or does not end in time; a change may have
	 * been made all the same
	 */
	String run(List<String> arguments, String in) throws KubectlException;

	/**
	 * Asks a replica over HTTP, by port-forward.
	 * @param target such as {@code deployment/agent-service}
	 * @return the body of an answer with status 200
	 * @throws KubectlException if there is none
	 */
	String fetch(String namespace, String target, int port, String path) throws KubectlException;

}
