package dev.agentservice.setting;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * The service's own settings, found as Spring finds them.
 */
final class AllSettings {

	/** All of them. */
	static final Setting.Group TREE = scan();

	private AllSettings() {
	}

	private static Setting.Group scan() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
		SettingTree tree = new SettingTree();
		for (BeanDefinition found : scanner.findCandidateComponents("dev.agentservice")) {
			Class<?> type = ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null);
			tree.add(type.getAnnotation(ConfigurationProperties.class).value(), type);
		}
		return tree.root();
	}

}
