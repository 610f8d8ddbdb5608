package io.github.dcpt4j.cli.train;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Where the value of an option stands in the settings of a run. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Setting {

  /** Names in the JSON form, separated by slashes; an asterisk stands for all of a list. */
  String value();
}
