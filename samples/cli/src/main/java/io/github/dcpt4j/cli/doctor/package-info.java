/** What is installed and which device works. */
package io.github.dcpt4j.cli.doctor;
