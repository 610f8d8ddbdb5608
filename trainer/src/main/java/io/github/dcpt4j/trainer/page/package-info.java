/** Pages in one file, with charts and pictures, that need neither network nor other files. */
package io.github.dcpt4j.trainer.page;
