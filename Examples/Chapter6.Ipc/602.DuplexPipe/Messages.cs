namespace Workbook.Examples.Ipc.Questions;

/// <summary>What travels to the child.</summary>
/// <param name="Number">Comes back with the answer.</param>
/// <param name="Text">What is asked.</param>
public sealed record Question(int Number, string Text);

/// <summary>What travels back.</summary>
/// <param name="Number">That of the question.</param>
/// <param name="Text">The answer.</param>
public sealed record Answer(int Number, string Text);
