using System.Reflection;
using Workbook.Examples.Cli;

return Host.Run(args, Assembly.GetExecutingAssembly());
