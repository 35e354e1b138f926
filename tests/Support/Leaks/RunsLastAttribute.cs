namespace Workbook.Tests.Support.Leaks;

/// <summary>Marks a test class that runs alone, after all others.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RunsLastAttribute : Attribute;
