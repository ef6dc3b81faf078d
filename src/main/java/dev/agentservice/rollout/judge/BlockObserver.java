package dev.agentservice.rollout.judge;

/**
 * Follows a judge.
 */
@FunctionalInterface
public interface BlockObserver {

	/**
	 * A block was judged.
	 * @param block its number
	 * @param judge tells what is known
	 */
	void judged(int block, RolloutJudge judge);

}
