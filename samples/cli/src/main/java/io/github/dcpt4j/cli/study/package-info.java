/** The preliminary experiment of the method. */
package io.github.dcpt4j.cli.study;
