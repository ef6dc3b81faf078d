package offenders.rollout;

import org.springframework.stereotype.Component;

/**
 * A command that would be a bean of the service.
 */
@Component
class SpringMain {

}
