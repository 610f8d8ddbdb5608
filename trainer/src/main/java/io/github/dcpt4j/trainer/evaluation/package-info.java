/** Measures a model on test pictures: quality of the restorations, accuracy of the classifier. */
package io.github.dcpt4j.trainer.evaluation;
