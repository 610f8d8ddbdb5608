/**
 * The method's preliminary experiment: how well nearest neighbours tell degradations apart by the
 * decoder features of a network, before and after its training (Hu et al., Universal Image
 * Restoration Pre-training via Degradation Classification, ICLR 2025).
 *
 * <p>{@link io.github.dcpt4j.trainer.study.Study} runs it. The published experiment takes a data
 * set for each degradation, so that neighbours may agree on the data set instead of the
 * degradation. Here all degradations are synthesised on one set of photographs, divided among the
 * classes by chance ({@link io.github.dcpt4j.trainer.study.CleanPictures#DISJOINT}), or the same
 * for all classes as a control ({@link io.github.dcpt4j.trainer.study.CleanPictures#SHARED}).
 *
 * <p>Neighbours and t-SNE are Smile's, in version 1.5.3: the last one under the Apache License (2.x
 * is LGPL, later ones GPL) and four small jars without natives. Of the others, ELKI is AGPL, {@code
 * de.javagl:bh-tsne} has the old BSD licence's advertising clause, Tribuo has no t-SNE and brings
 * an older protobuf, and Deeplearning4j's t-SNE a second tensor library with natives.
 */
package io.github.dcpt4j.trainer.study;
