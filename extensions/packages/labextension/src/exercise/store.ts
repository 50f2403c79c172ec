/** One model for each exercise, made when it is first asked for. */
import { ExerciseModel, type ModelOptions } from "./model.js";

export class ExerciseStore {
  private readonly models = new Map<string, ExerciseModel>();

  constructor(private readonly options: ModelOptions) {}

  model(exercise: string): ExerciseModel {
    let model = this.models.get(exercise);
    if (!model) {
      model = new ExerciseModel(exercise, this.options);
      this.models.set(exercise, model);
    }
    return model;
  }
}
