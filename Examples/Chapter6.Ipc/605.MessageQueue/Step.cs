namespace Workbook.Examples.Ipc.Letters;

/// <summary>What a process has done with one login; it tells the process that shows it.</summary>
/// <param name="Process">Its id.</param>
/// <param name="Login">Which.</param>
/// <param name="Waited">How long it stood before a full or an empty letter box, in ms; null if it did not have to.</param>
/// <param name="Verdict">What the guard says; empty from the desk.</param>
public sealed record Step(int Process, Login Login, double? Waited, string Verdict);
