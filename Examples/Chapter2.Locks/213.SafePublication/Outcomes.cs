namespace Workbook.Examples.Locks.SafePublication;

/// <summary>How often each pair of answers came out of a litmus test.</summary>
/// <param name="Trials">How many trials there were in the time.</param>
/// <param name="BothOld">(0,0): neither saw the other's write.</param>
/// <param name="FirstOld">(0,1): the first thread did not see the second's write.</param>
/// <param name="SecondOld">(1,0): the second did not see the first's.</param>
/// <param name="BothNew">(1,1): each saw the other's.</param>
public readonly record struct Outcomes(int Trials, int BothOld, int FirstOld, int SecondOld, int BothNew);
