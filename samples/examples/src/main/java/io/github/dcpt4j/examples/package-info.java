/** Small programs to begin with, each in one file. */
package io.github.dcpt4j.examples;
